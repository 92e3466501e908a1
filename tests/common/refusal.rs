//! What a refused call says.

use constrata::Error;

pub(crate) fn said<T>(result: Result<T, Error>) -> String {
    result.err().expect("refused").to_string()
}
