#![forbid(unsafe_code)]

struct Bad {
    _name: &'static str,
}
struct Good {}
trait Other {
    fn zeroed() -> Self;
}
constrata::__zeroable!([] Bad, [u8: Copy {} impl Other for Good where] {});

fn main() {}
