/** What the engine computes in WebAssembly: products and sums over numbers that lie in its memory. Where they lie is decided in ../kernels.ts. */
export { linear, pack } from './products';
export { add, gelu, layerNorm } from './functions';
export { mix, rotate, scores, softmax, turnKeys } from './attention';
export { adamW, attentionGradient, geluGradient, hide, inputGradient, layerNormGradient, squares, weightGradient } from './gradients';

/** The first byte that the module itself does not use. */
export function free(): usize {
  return (__heap_base + 63) & ~63;
}
