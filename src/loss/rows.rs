use super::Loss;
use crate::Scalar;
use crate::activation::Activation;

/// The loss of rows of `width` numbers, some of which may have no target: the share that those with one have of the mean over `total`
/// rows; what the others put out counts nothing, be it NaN. All have one where nobody says. Leaves `y` in the outputs and the
/// derivative in the targets.
#[inline]
pub(crate) fn of_rows<A: Activation, T: Scalar>(
    loss: &impl Loss<A>,
    [outputs, targets]: [&mut [T]; 2],
    width: usize,
    total: T,
    has: Option<impl Fn(usize) -> bool>,
) -> T {
    match has {
        Some(has) => of_some(loss, [outputs, targets], width.max(1), total, has),
        None => loss.gradient(outputs, targets, width, total),
    }
}

/// As many rows at a time as lie beside one another.
#[inline]
fn of_some<A: Activation, T: Scalar>(
    loss: &impl Loss<A>,
    [mut outputs, mut targets]: [&mut [T]; 2],
    width: usize,
    total: T,
    has: impl Fn(usize) -> bool,
) -> T {
    let count = outputs.len() / width;
    let (mut sum, mut first) = (T::ZERO, 0);
    while first < count {
        let wanted = has(first);
        let next = (first + 1..count).find(|row| has(*row) != wanted).unwrap_or(count);
        let numbers = (next - first) * width;
        let (Some((z, z_rest)), Some((t, t_rest))) =
            (outputs.split_at_mut_checked(numbers), targets.split_at_mut_checked(numbers))
        else {
            break;
        };
        if wanted {
            sum += loss.gradient(z, t, width, total);
        } else {
            A::apply(z, width);
            t.fill(T::ZERO);
        }
        (outputs, targets, first) = (z_rest, t_rest, next);
    }
    sum
}
