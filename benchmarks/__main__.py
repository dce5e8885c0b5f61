"""All benchmarks, one after the other: python -m benchmarks."""

from benchmarks import bench_authority, bench_care, bench_cin, bench_england

bench_authority.main(10_000)
bench_cin.main(50_000)
bench_care.main(263_000)
bench_england.main(153)
