"""Recurrent layers on sequences `[B, T, N]`: outputs at every step, and every gradient, by both biases."""

from torch import nn

from blocks import Residual
from golden import Formula


class First(nn.Module):
    """A recurrent layer's output alone, from the last step to the first if `reverse`."""

    def __init__(self, layer, reverse=False):
        super().__init__()
        self.layer, self.reverse = layer, reverse

    def forward(self, x):
        y, _ = self.layer(x.flip(1) if self.reverse else x)
        return y.flip(1) if self.reverse else y


def rnn(n, h, reverse=False, **options):
    return First(nn.RNN(n, h, batch_first=True, **options), reverse)


def lstm(n, h, reverse=False, **options):
    return First(nn.LSTM(n, h, batch_first=True, **options), reverse)


def gru(n, h, reverse=False, **options):
    return First(nn.GRU(n, h, batch_first=True, **options), reverse)


def recurrent(golden):
    last = lambda: Formula(lambda x: x[:, -1])
    mean = lambda: Formula(lambda x: x.mean(1))
    largest = lambda: Formula(lambda x: x.max(1).values)
    for batch, length in ((3, 1), (1, 2), (1, 3), (3, 7)):
        for name, modules in [
            ("rnn", lambda: [rnn(3, 4)]),
            ("rnn relu", lambda: [rnn(3, 4, nonlinearity="relu", bias=False)]),
            ("lstm", lambda: [lstm(3, 4)]),
            ("lstm without bias", lambda: [lstm(3, 2, bias=False)]),
            ("lstm backward", lambda: [lstm(3, 4, reverse=True)]),
            ("gru", lambda: [gru(3, 4)]),
            ("gru without bias", lambda: [gru(3, 2, bias=False)]),
            ("gru backward", lambda: [gru(3, 4, reverse=True)]),
            ("stack", lambda: [lstm(3, 2), gru(2, 4), rnn(4, 3), nn.Linear(3, 2)]),
            ("residual", lambda: [nn.Linear(3, 4), Residual(nn.Sequential(nn.LayerNorm(4), gru(4, 4)))]),
            ("last", lambda: [lstm(3, 9), last(), nn.Linear(9, 2)]),
            ("mean", lambda: [gru(3, 5), mean(), nn.Linear(5, 2)]),
            ("max", lambda: [rnn(3, 4), largest(), nn.Linear(4, 2)]),
        ]:
            golden.case(f"{name} {batch} x {length}")
            net, x = golden.network(*modules()), golden.tensor(batch, length, 3, low=-2, high=2)
            y = net(x)
            t = golden.tensor(*y.shape)
            golden.write("x", x)
            golden.parameters("p", net)
            golden.write("t", t)
            golden.write("y", y)
            golden.backward(net, x, lambda y: nn.MSELoss()(y, t))
