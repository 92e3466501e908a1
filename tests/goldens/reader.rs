//! The golden files: cases, keys, numbers; and the comparison with what constrata computed.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use constrata::nalgebra::DMatrix;
use constrata::prelude::*;

/// One file in one precision.
pub(crate) struct Golden {
    cases: BTreeMap<&'static str, BTreeMap<&'static str, &'static str>>,
    unread: std::cell::RefCell<BTreeSet<&'static str>>,
    /// The largest error allowed, in units of the largest number of the tensor.
    tolerance: f64,
    worst: Cell<f64>,
}

/// One case of a file.
#[derive(Clone, Copy)]
pub(crate) struct Case<'a> {
    golden: &'a Golden,
    name: &'a str,
    /// Where it is larger than the file's: in this case PyTorch computes something else by so much.
    tolerance: Option<f64>,
}

impl Golden {
    pub(crate) fn new(text: &'static str, tolerance: f64) -> Self {
        let mut cases = BTreeMap::<_, BTreeMap<_, _>>::new();
        let mut name = "";
        for line in text.lines() {
            match line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                Some(case) => name = case,
                None => {
                    let (key, numbers) = line.split_once(" = ").expect("key = numbers");
                    cases.entry(name).or_default().insert(key, numbers);
                }
            }
        }
        let unread = cases.keys().copied().collect::<BTreeSet<_>>().into();
        Golden { cases, unread, tolerance, worst: Cell::new(0.0) }
    }

    pub(crate) fn case<'a>(&'a self, name: &'a str) -> Case<'a> {
        assert!(self.cases.contains_key(name), "no case `{name}`");
        self.unread.borrow_mut().remove(name);
        Case { golden: self, name, tolerance: None }
    }

    /// No case was forgotten; says how close it was.
    pub(crate) fn finish(&self, name: &str) {
        assert!(self.unread.borrow().is_empty(), "cases that nothing compares: {:?}", self.unread.borrow());
        println!("{name}: {} cases, largest relative error {:.1e}", self.cases.len(), self.worst.get());
        assert!(self.worst.get() > 0.0, "not one number was compared");
    }
}

impl<'a> Case<'a> {
    pub(crate) fn golden(&self) -> &'a Golden {
        self.golden
    }

    pub(crate) fn loosely(self, tolerance: f64) -> Self {
        Case { tolerance: Some(tolerance), ..self }
    }

    /// The numbers of `key`, and the rows of a matrix.
    fn find(&self, key: &str) -> Option<(Option<usize>, Vec<f64>)> {
        let wanted = |line: &&str| line.split(' ').next() == Some(key);
        let (line, numbers) = self.golden.cases[self.name].iter().find(|(line, _)| wanted(line))?;
        let rows = line.split_once(' ').and_then(|(_, shape)| shape.split('x').next()?.parse().ok());
        Some((rows, numbers.split_whitespace().map(|n| n.parse().expect("a number")).collect()))
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.find(key).is_some()
    }

    /// The numbers of `key`; a matrix column by column, as nalgebra keeps it, though PyTorch wrote it row by row.
    pub(crate) fn numbers(&self, key: &str) -> Vec<f64> {
        let (rows, numbers) = self.find(key).unwrap_or_else(|| panic!("no `{key}` in `{}`", self.name));
        match rows {
            Some(rows) => DMatrix::from_row_slice(rows, numbers.len() / rows, &numbers).as_slice().to_vec(),
            None => numbers,
        }
    }

    pub(crate) fn classes<const B: usize>(&self) -> [usize; B] {
        let classes = self.numbers("t");
        std::array::from_fn(|sample| classes[sample] as usize)
    }

    pub(crate) fn fill<T: Scalar>(&self, key: &str, to: &mut [T]) {
        let numbers = self.numbers(key);
        assert_eq!(numbers.len(), to.len(), "`{key}` of `{}` has another length", self.name);
        to.iter_mut().zip(numbers).for_each(|(to, n)| *to = T::of(n));
    }

    /// Every number near the golden one, relative to the largest of the tensor.
    pub(crate) fn compare<T: Scalar>(&self, key: &str, found: &[T]) {
        let golden = self.numbers(key);
        assert_eq!(golden.len(), found.len(), "`{key}` of `{}` has another length", self.name);
        let largest = golden.iter().fold(1e-3, |largest, n| n.abs().max(largest));
        for (index, (wanted, found)) in golden.iter().zip(found).enumerate() {
            let error = (wanted - found.to_f64()).abs() / largest;
            let place = format!("{} `{}`, {key}[{index}]", T::NAME, self.name);
            // written so that NaN fails
            assert!(
                error <= self.tolerance.unwrap_or(self.golden.tolerance),
                "{place}: {found}, in PyTorch {wanted} ({error:.1e})"
            );
            if self.tolerance.is_none() {
                self.golden.worst.set(self.golden.worst.get().max(error));
            }
        }
    }

    /// The tensors that have numbers, in order: a layer without bias has an empty one, PyTorch none.
    fn tensors<N: Parameters>(network: &N) -> Vec<usize> {
        (0..N::TENSORS).filter(|index| !network.tensor(*index).is_empty()).collect()
    }

    /// The network with the parameters `p0..`.
    pub(crate) fn network<N: Parameters>(&self) -> N {
        let mut network: N = constrata::bytemuck::zeroed();
        let tensors = Self::tensors(&network);
        for (place, index) in tensors.iter().enumerate() {
            self.fill(&format!("p{place}"), network.tensor_mut(*index));
        }
        assert!(self.find(&format!("p{}", tensors.len())).is_none(), "a parameter is left over");
        network
    }

    pub(crate) fn compare_network<N: Parameters>(&self, letter: char, network: &N) {
        let tensors = Self::tensors(network);
        for (place, index) in tensors.iter().enumerate() {
            self.compare(&format!("{letter}{place}"), network.tensor(*index));
        }
        assert!(self.find(&format!("{letter}{}", tensors.len())).is_none(), "a tensor is left over");
    }
}
