#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Reads what dump_metrics wrote to standard input with Prometheus' own parser, and compares it with what is in the store."""
import sys

from prometheus_client.parser import text_string_to_metric_families

JOB = "nautobot_ssot.jobs.examples.ExampleDataSource"
ODD = "quote \" backslash \\ line\nbreak é"
EXPECTED = {
    "nautobot_ssot_duration_seconds": {
        (("job", JOB), ("phase", "source_load_time")): 1.5,
        (("job", JOB), ("phase", "target_load_time")): 0.00025,
        (("job", JOB), ("phase", "diff_time")): 25 * 3600.0,
        (("job", JOB), ("phase", "sync_time")): 0.0,
        (("job", JOB), ("phase", "sync_duration")): 36 * 3600.0,
        (("job", ODD), ("phase", "sync_duration")): 1.5,
    },
    "nautobot_ssot_sync_total": {
        (("sync_type", "total_syncs"),): 4.0,
        (("sync_type", "failure_syncs"),): 1.0,
        (("sync_type", "pending_syncs"),): 0.0,
        (("sync_type", "received_syncs"),): 0.0,
        (("sync_type", "retry_syncs"),): 0.0,
        (("sync_type", "revoked_syncs"),): 0.0,
        (("sync_type", "started_syncs"),): 1.0,
        (("sync_type", "success_syncs"),): 1.0,
    },
    "nautobot_ssot_operation_total": {
        (("job", JOB), ("operation", operation)): float(n)
        for n, operation in enumerate(("create", "update", "delete", "no-change", "skip"), 1)
    },
    "nautobot_ssot_sync_memory_usage_bytes": {
        (("job", JOB), ("phase", "source_load_memory_final")): 1048576.0,
        (("job", JOB), ("phase", "sync_memory_peak")): 123456789012.0,
    },
}


def main():
    found, problems = {}, []
    for family in text_string_to_metric_families(sys.stdin.read()):
        if family.type != "gauge" or not family.documentation:
            problems.append(f"{family.name}: type {family.type}, help {family.documentation!r}")
        samples = found.setdefault(family.name, {})
        for sample in family.samples:
            labels = tuple(sorted(sample.labels.items()))
            if sample.name != family.name or labels in samples:
                problems.append(f"{sample.name}{labels}: in the wrong family, or twice")
            samples[labels] = sample.value
    for name in sorted(EXPECTED.keys() | found.keys()):
        if found.get(name) != EXPECTED.get(name):
            problems.append(f"{name}: found {found.get(name)}, expected {EXPECTED.get(name)}")
    for problem in problems:
        print(problem)
    print(f"{sum(map(len, found.values()))} samples of {len(found)} metrics, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
