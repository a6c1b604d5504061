"""The table: every page against its target, for the screen and for the README."""

from dataclasses import dataclass

from certificates.bench.rounds import P95, Measured, Rush

AT_MOST_SLOWER = 1.2  # with a hundred times as many audits


@dataclass(frozen=True)
class Target:
    """At least this share of the floor page's throughput, at most so many times its p95."""

    ratio: float
    p95: float | None = None
    queries: int | None = None


TARGETS = {
    "list": Target(0.3, 3.0, 8),
    "detail": Target(0.3, 3.0, 10),
    "start": Target(0.3, None, 14),
    "fragment": Target(0.6),
    "saving": Target(0.4),
    "public": Target(0.6),
}
FIGURES = ("bytes", "queries", "req/s", "p50 ms", "p95 ms", "/ R", "p95 / R")
HEAD = ("page", "kind", *FIGURES, "target", "")


def verdict(row: Measured) -> bool:
    target = TARGETS[row.page.kind]
    return (
        not row.failures
        and row.ratio >= target.ratio
        and (target.p95 is None or row.p95_ratio <= target.p95)
        and (target.queries is None or row.page.queries <= target.queries)
    )


def line(row: Measured) -> tuple[str, ...]:
    target = TARGETS.get(row.page.kind)
    return (
        row.page.name,
        row.page.kind,
        f"{row.size:,}",
        str(row.page.queries),
        f"{row.rate:.0f}",
        f"{1000 * row.latency(0.5):.0f}",
        f"{1000 * row.latency(P95):.0f}",
        f"{row.ratio:.2f}",
        f"{row.p95_ratio:.2f}",
        wanted(target) if target else "",
        (words(verdict(row)) if target else "") + failures_of(row),
    )


def wanted(target: Target) -> str:
    parts = [f"≥ {target.ratio}"]
    if target.p95:
        parts.append(f"p95 ≤ {target.p95:g}")
    if target.queries:
        parts.append(f"q ≤ {target.queries}")
    return ", ".join(parts)


def words(is_met: bool) -> str:
    return "ok" if is_met else "MISSED"


def failures_of(row: Measured) -> str:
    return "".join(f" {n} × {what}" for what, n in row.failures.items())


def pages(rows: list[Measured]) -> str:
    return table(HEAD, [line(row) for row in rows])


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    ruled = [head, tuple("-" * width for width in widths), *rows]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in ruled)


def growth(rows: list[Measured], many: int) -> str:
    """How much slower the same pages are with many audits."""
    head = (f"{many:,} running audits, not the demo's alone", "times slower", f"≤ {AT_MOST_SLOWER}")
    return table(head, [grown(row) for row in rows])


def grown(row: Measured) -> tuple[str, ...]:
    times = 1 / row.ratio
    return row.page.name, f"{times:.2f}", words(times <= AT_MOST_SLOWER and not row.failures)


def crowd(found: Rush) -> str:
    is_met = not found.failures and found.connections <= found.allowed
    return (
        f"{found.browsers} connections at once: {sum(found.failures.values())} errors,"
        f" at most {found.connections} connections to the database ({found.allowed} allowed),"
        f" floor page at {found.ratio:.2f} of its throughput: {words(is_met)}"
    )
