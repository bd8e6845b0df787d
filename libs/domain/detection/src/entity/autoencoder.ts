import type { Relations } from './cross-signals.ts';
import type { EntityState } from './entity-state.ts';

const { exp, max, min } = Math;

/** Deviations are cut here on their way into the network, which takes numbers from 0 to 1. */
const CUT_SIGMAS = 4;
const LEAST_SPREAD = 0.01;

/** A network of two layers, as JSON: plain numbers, so that it can be stored and sent. */
export interface AutoencoderWeights {
  readonly signals: number;
  readonly hidden: number;
  /** Bias first, then a weight for each input; a row a node. */
  readonly encoder: readonly (readonly number[])[];
  readonly decoder: readonly (readonly number[])[];
  /** Mean square of each signal's residual on the rows that it was trained with, in squared standard deviations. */
  readonly spread: readonly number[];
}

/** Numbers that the network sees of a row: where each signal is, and where its season has it, in standard deviations, from 0 to 1. */
export function inputOf({ z, expected, mean, variance, signals: p }: EntityState, out: Float64Array): Float64Array {
  for (let i = 0; i < p; i++) {
    out[i] = toUnit(z[i]!);
    out[p + i] = variance[i]! > 0 ? toUnit((expected[i]! - mean[i]!) / Math.sqrt(variance[i]!)) : 0.5;
  }
  return out;
}

const toUnit = (sigmas: number): number => 0.5 + max(-CUT_SIGMAS, min(CUT_SIGMAS, sigmas)) / (2 * CUT_SIGMAS);
export const fromUnit = (unit: number): number => (unit - 0.5) * 2 * CUT_SIGMAS;

/** What the other signals, and the season, make likely by a trained network: relations that are not straight lines. */
export class Autoencoder implements Relations {
  private readonly input: Float64Array;
  private readonly hidden: Float64Array;
  private readonly output: Float64Array;

  constructor(readonly weights: AutoencoderWeights) {
    this.input = new Float64Array(weights.signals * 2);
    this.hidden = new Float64Array(weights.hidden);
    this.output = new Float64Array(weights.signals);
  }

  surprises(state: EntityState, out: Float64Array): void {
    const output = this.reconstruct(inputOf(state, this.input));
    for (let i = 0; i < state.signals; i++) {
      const residual = state.z[i]! - fromUnit(output[i]!);
      out[i] = (residual * residual) / max(LEAST_SPREAD, this.weights.spread[i]!);
    }
  }

  /** The network's version of an input; valid until the next one. */
  reconstruct(input: Float64Array): Float64Array {
    feed(this.weights.encoder, input, this.hidden);
    return feed(this.weights.decoder, this.hidden, this.output);
  }
}

function feed(layer: readonly (readonly number[])[], input: Float64Array, output: Float64Array): Float64Array {
  for (let node = 0; node < layer.length; node++) {
    const weights = layer[node]!;
    let sum = weights[0]!;
    for (let i = 0; i < input.length; i++) sum += weights[i + 1]! * input[i]!;
    output[node] = 1 / (1 + exp(-sum));
  }
  return output;
}
