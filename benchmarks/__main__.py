"""All benchmarks, one after the other: python -m benchmarks."""

from benchmarks import bench_care, bench_cin

bench_cin.main(50_000)
bench_care.main(263_000)
