"""All benchmarks, one after the other: python -m benchmarks."""

from benchmarks import bench_cin

bench_cin.main(50_000)
