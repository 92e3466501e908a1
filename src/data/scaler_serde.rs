//! A scaler for serde: two rows of numbers, whatever the shape. (serde knows no arrays of more than 32.)

use std::format;
use std::vec::Vec;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Scaler;
use crate::{Scalar, Shape};

#[derive(Serialize, Deserialize)]
#[serde(rename = "Scaler")]
struct Rows<N> {
    shift: N,
    scale: N,
}

impl<S: Shape, T: Scalar + Serialize> Serialize for Scaler<S, T> {
    fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        let [shift, scale] = self.parts();
        Rows { shift, scale }.serialize(serializer)
    }
}

impl<'de, S: Shape, T: Scalar + Deserialize<'de>> Deserialize<'de> for Scaler<S, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Rows { shift, scale } = Rows::<Vec<T>>::deserialize(deserializer)?;
        let mut scaler = Scaler::identity();
        for (part, numbers) in scaler.parts_mut().into_iter().zip([&shift, &scale]) {
            if numbers.len() != part.len() {
                let (found, wanted) = (numbers.len(), part.len());
                return Err(D::Error::custom(format!(
                    "a scaler of {found} numbers, where a sample has {wanted}"
                )));
            }
            part.copy_from_slice(numbers);
        }
        if !shift.iter().chain(&scale).all(|number| number.is_finite()) || scale.contains(&T::ZERO) {
            return Err(D::Error::custom(
                "a scaler with a number that is infinite or NaN, or that divides by 0",
            ));
        }
        Ok(scaler)
    }
}
