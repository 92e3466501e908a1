//! The names the DSL knows, and the nearest one to a name it does not.

/// What kind of word a name is.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Word {
    Dense,
    Flatten,
    Carried,
    Tuned,
    Function,
    Learned,
    Maxout,
    Nested(Nested),
    Dropout,
    Spatial(&'static Grammar),
}

/// Layers with layers inside, in parentheses.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Nested {
    Residual,
    Repeat,
    Parallel,
}

/// How a layer on images and sequences is written: `Name<size, .., activation, option = value, ..>`.
#[derive(PartialEq)]
pub(crate) struct Grammar {
    pub(crate) kind: Spatial,
    /// How many sizes come first.
    pub(crate) sizes: usize,
    pub(crate) activation: bool,
    pub(crate) options: &'static [&'static str],
    /// What is said where the sizes are missing.
    pub(crate) wants: &'static str,
}

/// Whose arithmetic on shapes it is.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Spatial {
    Conv2d,
    DepthwiseConv2d,
    ConvTranspose2d,
    Conv1d,
    MaxPool2d,
    AvgPool2d,
    GlobalAvgPool,
    Reshape,
    Upsample,
    ZeroPad,
    BatchNorm,
    LayerNorm,
    GroupNorm,
}

const CONV2D: Grammar = Grammar {
    kind: Spatial::Conv2d,
    sizes: 2,
    activation: true,
    options: &["stride", "pad", "dilation", "groups", "bias"],
    wants: "its channels and its kernel: `Conv2d<16, 3>` or `Conv2d<16, [3, 5], Relu>`",
};
const DEPTHWISE_CONV2D: Grammar = Grammar {
    kind: Spatial::DepthwiseConv2d,
    sizes: 1,
    activation: true,
    options: &["stride", "pad", "dilation", "multiplier", "bias"],
    wants: "its kernel: `DepthwiseConv2d<3>` or `DepthwiseConv2d<3, Relu>`",
};
const CONV_TRANSPOSE2D: Grammar = Grammar {
    kind: Spatial::ConvTranspose2d,
    options: &["stride", "pad", "output_pad", "dilation", "groups", "bias"],
    wants: "its channels and its kernel: `ConvTranspose2d<16, 3>` or `ConvTranspose2d<16, 4, Relu, stride = 2>`",
    ..CONV2D
};
const CONV1D: Grammar = Grammar {
    kind: Spatial::Conv1d,
    options: &["stride", "pad", "dilation", "bias"],
    wants: "its features and its kernel: `Conv1d<16, 3>` or `Conv1d<16, 3, Relu, pad = causal>`",
    ..CONV2D
};
const MAX_POOL2D: Grammar = Grammar {
    kind: Spatial::MaxPool2d,
    sizes: 1,
    activation: false,
    options: &["stride", "pad", "last"],
    wants: "its window: `MaxPool2d<2>` or `MaxPool2d<3, stride = 2>`",
};
const AVG_POOL2D: Grammar = Grammar {
    kind: Spatial::AvgPool2d,
    wants: "its window: `AvgPool2d<2>` or `AvgPool2d<3, stride = 2>`",
    ..MAX_POOL2D
};
const GLOBAL_AVG_POOL: Grammar =
    Grammar { kind: Spatial::GlobalAvgPool, sizes: 0, activation: false, options: &[], wants: "" };
const RESHAPE: Grammar =
    Grammar { kind: Spatial::Reshape, sizes: 1, wants: "a shape: `Reshape<[1, 28, 28]>`", ..GLOBAL_AVG_POOL };
const UPSAMPLE: Grammar =
    Grammar { kind: Spatial::Upsample, wants: "how many times: `Upsample<2>`", ..RESHAPE };
const ZERO_PAD: Grammar =
    Grammar { kind: Spatial::ZeroPad, wants: "how many zeros: `ZeroPad<1>`", ..RESHAPE };
const BATCH_NORM: Grammar = Grammar { kind: Spatial::BatchNorm, activation: true, ..GLOBAL_AVG_POOL };
const LAYER_NORM: Grammar = Grammar { kind: Spatial::LayerNorm, ..BATCH_NORM };
const GROUP_NORM: Grammar = Grammar {
    kind: Spatial::GroupNorm,
    sizes: 1,
    wants: "how many groups: `GroupNorm<4>` or `GroupNorm<4, Relu>`",
    ..BATCH_NORM
};

/// The layers that `network!` knows by name. A new one whose shape is not its input's also needs its arithmetic in `resolve`.
pub(crate) const TABLE: &[(&str, Word)] = &[
    ("Dense", Word::Dense),
    ("Flatten", Word::Flatten),
    ("Conv2d", Word::Spatial(&CONV2D)),
    ("DepthwiseConv2d", Word::Spatial(&DEPTHWISE_CONV2D)),
    ("ConvTranspose2d", Word::Spatial(&CONV_TRANSPOSE2D)),
    ("Conv1d", Word::Spatial(&CONV1D)),
    ("MaxPool2d", Word::Spatial(&MAX_POOL2D)),
    ("AvgPool2d", Word::Spatial(&AVG_POOL2D)),
    ("GlobalAvgPool", Word::Spatial(&GLOBAL_AVG_POOL)),
    ("Reshape", Word::Spatial(&RESHAPE)),
    ("Upsample", Word::Spatial(&UPSAMPLE)),
    ("ZeroPad", Word::Spatial(&ZERO_PAD)),
    ("Residual", Word::Nested(Nested::Residual)),
    ("Repeat", Word::Nested(Nested::Repeat)),
    ("Parallel", Word::Nested(Nested::Parallel)),
    ("Dropout", Word::Dropout),
    ("BatchNorm", Word::Spatial(&BATCH_NORM)),
    ("LayerNorm", Word::Spatial(&LAYER_NORM)),
    ("GroupNorm", Word::Spatial(&GROUP_NORM)),
    ("Identity", Word::Carried),
    ("Step", Word::Carried),
    ("Sigmoid", Word::Carried),
    ("Tanh", Word::Carried),
    ("HardSigmoid", Word::Carried),
    ("HardSigmoid6", Word::Carried),
    ("HardTanh", Word::Carried),
    ("Relu", Word::Carried),
    ("Softmax", Word::Carried),
    ("LeakyRelu", Word::Tuned),
    ("Elu", Word::Tuned),
    ("Softplus", Word::Function),
    ("Silu", Word::Function),
    ("Gelu", Word::Function),
    ("GeluTanh", Word::Function),
    ("GeluSigmoid", Word::Function),
    ("PRelu", Word::Learned),
    ("Swish", Word::Learned),
    ("Maxout", Word::Maxout),
];

pub(crate) fn look_up(name: &str) -> Option<(&'static str, Word)> {
    TABLE.iter().copied().find(|(known, _)| *known == name)
}

/// The known name nearest to a misspelt one: other names of other libraries first, then by edit distance.
pub(crate) fn nearest(name: &str) -> Option<(&'static str, Word)> {
    let lower = name.to_lowercase();
    let elsewhere = match lower.as_str() {
        "linear" | "fullyconnected" => Some("Dense"),
        "logistic" => Some("Sigmoid"),
        "convolution2d" | "convolution" => Some("Conv2d"),
        "averagepool2d" | "averagepooling2d" => Some("AvgPool2d"),
        "maxpooling2d" | "maxpool" => Some("MaxPool2d"),
        "globalaveragepooling2d" | "globalaveragepool" | "adaptiveavgpool2d" => Some("GlobalAvgPool"),
        "batchnorm1d" | "batchnorm2d" | "batchnormalization" => Some("BatchNorm"),
        "layernormalization" => Some("LayerNorm"),
        "heaviside" => Some("Step"),
        _ => None,
    };
    if let Some(known) = elsewhere {
        return look_up(known);
    }
    let distance = |known: &str| edits(&lower, &known.to_lowercase());
    let (known, word) = TABLE.iter().copied().min_by_key(|(known, _)| distance(known))?;
    (distance(known) <= (name.len() / 3).max(1)).then_some((known, word))
}

/// How many letters must change, come or go (Levenshtein).
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
