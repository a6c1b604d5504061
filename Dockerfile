# Two images of one release: the portal (web, worker, beat, migrate) and the proxy before it.

# --- front-end packages, from the lock file -----------------------------------------------------
FROM node:24-slim AS frontend
WORKDIR /srv/auditportal
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

# --- the buffering proxy, with folders that a user without rights may write to ------------------
FROM caddy:2 AS proxy
RUN chown -R 10001:10001 /data /config
USER 10001:10001

# --- the portal ---------------------------------------------------------------------------------
FROM python:3.13-slim-bookworm AS portal
# Pango draws the PDFs; a font is there in any case.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
       fonts-dejavu-core libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home auditportal \
    && install -d -o 10001 -g 10001 /var/lib/auditportal/files

# HOME: fontconfig keeps its cache there, and nothing else is writable.
ENV AUDITPORTAL_READY=1 \
    AUDITPORTAL_STATE=/srv/auditportal/var \
    HOME=/tmp \
    MEDIA_ROOT=/var/lib/auditportal/files \
    PYTHONUNBUFFERED=1

WORKDIR /srv/auditportal
COPY requirements.lock ./
RUN pip install --no-cache-dir --no-deps --require-hashes -r requirements.lock
COPY --from=frontend /srv/auditportal/node_modules node_modules
COPY . .
RUN SECRET_KEY=only-for-this-step python manage.py collectstatic --noinput --verbosity 0 \
    && python -m compileall -q auditportal handlungsfelder audits certificates

USER 10001:10001
EXPOSE 8000
CMD ["python", "manage.py", "serve", "web", "--host", "0.0.0.0"]
