import { Autoencoder, type AutoencoderWeights, fromUnit } from './autoencoder.ts';

export interface Training {
  /** Chooses the first weights; the same seed and rows give the same network. */
  readonly seed: number;
  /** Times that all rows are shown. */
  readonly iterations: number;
  /** Called every few iterations with those done and the mean square error of the network's outputs; may throw to give up. */
  readonly onProgress?: (iterations: number, loss: number) => void;
}

/** Iterations between two reports of progress. */
const SLICE = 5;

/** Share of the inputs that lie in training. */
const CORRUPTED = 0.25;

interface Node {
  readonly bias: number;
  readonly weights: Record<string, number>;
}

/**
 * Trains a network that gives each signal back from all signals and the season, one signal in four being a lie.
 * Takes seconds of processor time at a stretch: call it where nobody waits for the event loop.
 * @param rows inputs as `inputOf` makes them, two numbers a signal.
 */
export async function trainAutoencoder(rows: readonly Float64Array[], { seed, iterations, onProgress }: Training): Promise<Autoencoder> {
  // loaded only where something is trained
  const { default: brain } = await import('brain.js');
  const inputs = rows[0]!.length;
  const signals = inputs / 2;
  const hidden = Math.max(2, signals);
  const random = uniform(seed);
  const layer = (nodes: number, from: number): Record<string, Node> =>
    Object.fromEntries(
      Array.from({ length: nodes }, (_, node) => [
        node,
        { bias: random() * 0.4 - 0.2, weights: Object.fromEntries(Array.from({ length: from }, (__, i) => [i, random() * 0.4 - 0.2])) },
      ]),
    );
  const network = new brain.NeuralNetwork();
  network.fromJSON({
    sizes: [inputs, hidden, signals],
    layers: [Object.fromEntries(Array.from({ length: inputs }, (_, i) => [i, {}])), layer(hidden, inputs), layer(signals, hidden)],
    inputLookup: false,
    outputLookup: false,
    activation: 'sigmoid',
    trainOpts: {},
  });
  // one signal in four lies in its input, so that it is given back from the others instead of being copied (Vincent et al. 2008)
  const data = rows.map((row) => {
    const liar = rows[Math.floor(random() * rows.length)]!;
    return {
      input: Array.from(row, (x, i) => (i < signals && random() < CORRUPTED ? liar[i]! : x)),
      output: [...row.subarray(0, signals)],
    };
  });
  // an error of 0 as threshold is refused
  for (let done = 0; done < iterations;) {
    const slice = Math.min(SLICE, iterations - done);
    const { error } = network.train(data, { iterations: slice, errorThresh: 1e-9, learningRate: 0.3 });
    done += slice;
    onProgress?.(done, error);
  }
  const [, encoder, decoder] = (network.toJSON() as { layers: Record<string, Node>[] }).layers;
  const weights = { signals, hidden, encoder: flat(encoder!), decoder: flat(decoder!), spread: [] };
  return new Autoencoder({ ...weights, spread: spreadOf(weights, rows) });
}

const flat = (nodes: Record<string, Node>): number[][] =>
  Object.values(nodes).map(({ bias, weights }) => [bias, ...Object.values(weights)]);

function spreadOf(weights: AutoencoderWeights, rows: readonly Float64Array[]): number[] {
  const network = new Autoencoder(weights);
  const spread = new Array<number>(weights.signals).fill(0);
  for (const row of rows) {
    const output = network.reconstruct(row);
    for (let i = 0; i < weights.signals; i++) spread[i]! += (fromUnit(row[i]!) - fromUnit(output[i]!)) ** 2 / rows.length;
  }
  return spread;
}

/** Numbers from 0 to below 1 that a seed repeats (mulberry32). */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
