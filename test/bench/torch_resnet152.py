"""Milliseconds that one forward pass of ResNet-152 takes on PyTorch's meta device, as a median; written out plainly, without torchvision."""
import statistics
import sys
import time

try:
    import torch
    from torch import nn
except ImportError:
    print("missing")
    sys.exit(0)


class Bottleneck(nn.Module):
    def __init__(self, channels, width, stride):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(channels, width, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU(),
            nn.Conv2d(width, width, 3, stride, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU(),
            nn.Conv2d(width, 4 * width, 1, bias=False), nn.BatchNorm2d(4 * width))
        project = stride != 1 or channels != 4 * width
        self.side = nn.Sequential(nn.Conv2d(channels, 4 * width, 1, stride, bias=False), nn.BatchNorm2d(4 * width)) if project else nn.Identity()

    def forward(self, x):
        return torch.relu(self.body(x) + self.side(x))


layers, channels = [nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(3, 2, 1)], 64
for stage, count in enumerate([3, 8, 36, 3]):
    for i in range(count):
        layers.append(Bottleneck(channels, 64 << stage, 2 if i == 0 and stage > 0 else 1))
        channels = 256 << stage
net = nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(2048, 1000)).to("meta").eval()
image = torch.empty(1, 3, 224, 224, device="meta")
times = []
with torch.no_grad():
    for _ in range(30):
        start = time.perf_counter()
        net(image)
        times.append(1000 * (time.perf_counter() - start))
print(f"{torch.__version__} {statistics.median(times[5:]):.2f}")
