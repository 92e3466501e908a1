use constrata::prelude::*;

network! {
    struct Net:
        4 => Dense<4>
        => Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Residual(Dense<4>))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))
        => Dense<1>
}

fn main() {
    println!("{:?}", Net::zeros().predict(&[0.0; 4]));
}
