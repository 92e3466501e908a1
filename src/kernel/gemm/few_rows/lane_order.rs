//! Orders of lanes, as [`Simd::permute`](crate::kernel::isa::Simd::permute) takes them; all are constants.

use crate::kernel::isa::MOST;

/// An order: which lane comes where.
type Order = [u32; MOST];
/// An order for each number of rows.
type Orders = [Order; MOST];

/// The first `count` lanes again and again.
pub(super) const fn again(count: usize) -> Order {
    let (mut order, mut lane) = ([0; MOST], 0);
    while lane < MOST {
        order[lane] = (lane % count) as u32;
        lane += 1;
    }
    order
}

/// What is in turns in `rows` rows comes row after row, `count` lanes each.
pub(super) const fn by_rows(rows: usize, count: usize) -> Order {
    let (mut order, mut lane) = ([0; MOST], 0);
    while lane < rows * count {
        order[lane] = (lane % count * rows + lane / count) as u32;
        lane += 1;
    }
    order
}

/// Columns of so many rows become columns of `most`, of which the last may hold anything.
pub(super) const fn opened_up(most: usize) -> Orders {
    let (mut orders, mut rows) = ([[0; MOST]; MOST], 1);
    while rows < MOST {
        let mut lane = 0;
        while lane < MOST {
            let row = lane % most;
            orders[rows][lane] = (lane / most * rows + if row < rows { row } else { 0 }) as u32;
            lane += 1;
        }
        rows += 1;
    }
    orders
}

/// What [`reduce`](crate::kernel::isa::reduce::reduce) leaves of columns in `vectors` vectors comes column after column, of which so many rows
/// count. A row had `each` lanes; in 128 bits, which `block` numbers fill, are sums of the same rows.
pub(super) const fn by_columns(vectors: usize, each: usize, lanes: usize, block: usize) -> Orders {
    let block = if each < block { 1 } else { block };
    let shared = lanes.div_ceil(each);
    let (mut orders, mut rows) = ([[0; MOST]; MOST], 1);
    while rows < MOST {
        let (mut column, mut row, mut lane) = (0, 0, 0);
        while lane < MOST {
            let sum = (column * vectors + row / shared) % each;
            orders[rows][lane] = (sum / block * block * shared + row % shared * block + sum % block) as u32;
            row += 1;
            if row == rows {
                (column, row) = (column + 1, 0);
            }
            lane += 1;
        }
        rows += 1;
    }
    orders
}
