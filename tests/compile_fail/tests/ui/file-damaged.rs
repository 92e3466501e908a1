use constrata::prelude::*;

network! { struct Small: 3 => Dense<2, Tanh> => Dense<1, Sigmoid> }

const DAMAGED: [u8; 144] = {
    let mut file = *include_bytes!("../../../files/small.net");
    file[100] += 1;
    file
};
const NET: Small = Small::from_bytes(&DAMAGED);
const TRUNCATED: Small = Small::from_bytes(include_bytes!("../../../files/small.net").split_at(100).0);

fn main() {
    let _ = (NET, TRUNCATED);
}
