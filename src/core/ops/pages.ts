/** Where PyTorch documents a class or a function by its full name. */
export const torchPage = (name: string): string => `https://docs.pytorch.org/docs/stable/generated/${name}.html`;
