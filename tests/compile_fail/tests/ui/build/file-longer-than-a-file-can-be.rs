use constrata::prelude::*;

// 32768 x 32768 numbers of 4 bytes: 4 GiB and more
type Large = network!(32768 => Dense<32768>);
// 400 million numbers in 1.6 GB, and the moments of Adam twice as much
type Wide = network!(20000 => Dense<20000>);

fn main() {
    let large = constrata::boxed::<Large>();
    large.save("large.net").unwrap();
    let mut wide = constrata::boxed::<Wide>();
    constrata::train::Session::<_, Adam>::new(&mut *wide, 1).save("wide.net").unwrap();
}
