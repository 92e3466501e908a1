//! Criterion's view of the workloads: a group for each, with two rows.

use criterion::Criterion;

use crate::workloads::Race;

pub(crate) struct Groups(Criterion);

/// Measures by criterion, as its command line says.
pub(crate) fn measure(run: impl FnOnce(&mut Groups)) {
    let mut groups = Groups(Criterion::default().configure_from_args());
    run(&mut groups);
    groups.0.final_summary();
}

impl Race for Groups {
    fn race(&mut self, workload: &str, mut constrata: impl FnMut(), mut nalgebra: impl FnMut()) {
        let mut group = self.0.benchmark_group(workload);
        group.bench_function("constrata", |bencher| bencher.iter(&mut constrata));
        group.bench_function("nalgebra", |bencher| bencher.iter(&mut nalgebra));
        group.finish();
    }
}
