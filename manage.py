#!/usr/bin/env python3
"""The front door: any Python from 3.8 on may knock; see auditportal/machine/bootstrap."""

import sys

from auditportal.machine import bootstrap

if __name__ == "__main__":
    bootstrap.enter(sys.argv)
