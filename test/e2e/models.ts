/** The workspaces that the tests open. */
import type { WindowOptions } from "./window.ts";

type Files = NonNullable<WindowOptions["files"]>;

export const BROKEN: Files = { "unet.arch.yaml": { copy: "examples/broken/unet.arch.yaml" } };

export const BROKEN_JOIN = "Concat(enc3, up3)";

export const SMALL: Files = {
  "small.arch.yaml": {
    text: `model: Small
inputs: { image: [N, 3, H, W] }
layers:
  stem: Conv2d(8, 3, padding=1)
  body: Conv2d(8, 3, padding=1)
  sum: Add(stem, bo)
outputs: sum
`,
  },
};

/** A model, the file that it takes a block from, and a block of the library. */
export const TWO_FILES: Files = {
  "model.arch.yaml": {
    text: `model: Uses
use: { parts: ./parts.arch.yaml, tv: torchvision }
inputs: { image: [N, 3, H, W] }
where: [H % 2 == 0, W % 2 == 0]
layers:
  stem: Conv2d(8, 3, padding=1)
  half: parts.Half
  join: Concat(stem, half)
  deep: tv.BasicBlock(16)
outputs: deep
`,
  },
  "parts.arch.yaml": {
    text: `blocks:
  Half:
    layers:
      - Conv2d(8, 3, stride=1, padding=1)
`,
  },
};

/** Names, strings and text that would do something if anything took them for more than text. */
export const HOSTILE: Files = {
  "hostile.arch.yaml": {
    text: `model: Hostile
inputs: { image: [N, 3, H, W] }
layers:
  <img src=x onerror=alert(1)>: Conv2d(8, 3, padding=1)
  "[leave](command:workbench.action.closeAllEditors)": Conv2d(8, 3, padding=1)
  sum: Add(image, "</script><img src=x>")
  last: "<img src=x onerror=alert(1)>" -> Conv2d(8, 1)
`,
  },
};

export const UNTIDY: Files = {
  "untidy.arch.yaml": {
    text: `model: Untidy
inputs: {image: [N ,3,H,W]}
layers:
    # the first
    stem: Conv2d( 8,3 , padding = 1 )   # keeps the size
    last: stem->ReLU
outputs: last
`,
  },
};
