"""ONNX Runtime: prediction only."""

import onnxruntime
from onnx import TensorProto, helper, numpy_helper

OPERATORS = {"relu": "Relu", "sigmoid": "Sigmoid", "tanh": "Tanh", "softmax": "Softmax"}


def solve(problem):
    return None if problem.training else Predict(problem)


def model(problem):
    nodes, constants, last = [], [], "x"
    for index, (weights, bias, activation) in enumerate(problem.layers):
        names = [f"{kind}{index}" for kind in ("w", "b", "z", "y")]
        constants += [numpy_helper.from_array(weights, names[0]), numpy_helper.from_array(bias, names[1])]
        nodes.append(helper.make_node("Gemm", [last, *names[:2]], [names[2]]))
        operator = OPERATORS.get(activation, "Identity")
        nodes.append(helper.make_node(operator, [names[2]], [names[3]]))
        last = names[3]
    shapes = [("x", problem.x.shape[1:]), (last, (problem.x.shape[1], len(problem.layers[-1][1])))]
    x, y = (helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in shapes)
    graph = helper.make_graph(nodes, "network", [x], [y], constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)


class Predict:
    def __init__(self, problem):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        binary = model(problem).SerializeToString()
        self.session = onnxruntime.InferenceSession(binary, options, providers=["CPUExecutionProvider"])
        self.inputs = {"x": problem.x[0]}

    def run(self):
        (self.y,) = self.session.run(None, self.inputs)

    def result(self):
        return self.y.ravel()
