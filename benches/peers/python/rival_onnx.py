"""ONNX Runtime: prediction only."""

import numpy as np
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

OPERATORS = {"relu": "Relu", "sigmoid": "Sigmoid", "tanh": "Tanh", "softmax": "Softmax"}


def solve(problem):
    return None if problem.training else Predict(problem)


def model(problem):
    nodes, constants, last = [], [], "x"
    for index, layer in enumerate(problem.layers):
        names = [f"{kind}{index}" for kind in ("w", "b", "z", "y")]
        shape, weights = layer.convolution, layer.weights
        if shape:
            weights = np.ascontiguousarray(layer.kernels())
        constants += [numpy_helper.from_array(weights, names[0]), numpy_helper.from_array(layer.bias, names[1])]
        nodes.append(helper.make_node("Conv" if shape else "Gemm", [last, *names[:2]], [names[2]]))
        operator = OPERATORS.get(layer.activation, "Identity")
        nodes.append(helper.make_node(operator, [names[2]], [names[3]]))
        last = names[3]
        if shape:
            square = [shape["pool"]] * 2
            nodes.append(helper.make_node("MaxPool", [last], [f"p{index}"], kernel_shape=square, strides=square))
            last = f"p{index}"
            if not problem.layers[index + 1].convolution:
                nodes.append(helper.make_node("Flatten", [last], ["flat"]))
                last = "flat"
    shapes = [("x", inputs(problem).shape), (last, (problem.x.shape[1], len(problem.layers[-1].bias)))]
    x, y = (helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in shapes)
    graph = helper.make_graph(nodes, "network", [x], [y], constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)


def inputs(problem):
    """Vectors, or images where the first layer takes them."""
    shape = problem.layers[0].convolution
    return problem.x[0].reshape(-1, shape["channels"], shape["side"], shape["side"]) if shape else problem.x[0]


class Predict:
    def __init__(self, problem):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        binary = model(problem).SerializeToString()
        self.session = onnxruntime.InferenceSession(binary, options, providers=["CPUExecutionProvider"])
        self.inputs = {"x": inputs(problem)}

    def run(self):
        (self.y,) = self.session.run(None, self.inputs)

    def result(self):
        return self.y.ravel()
