/** What stands in for nodes that a simulation does not run: people, and whatever has an effect or takes long. */
import { SluiceError } from '../errors.ts';
import type { PortValues } from '../model/cycle.ts';
import type { GraphNode } from '../model/graph.ts';
import { datasetIdSchema } from '../model/ids.ts';
import type { Item } from '../model/item.ts';
import type { SimulatedRates } from '../model/simulation.ts';
import { idToBe } from './simulate-items.ts';
import type { Play } from './simulate-nodes.ts';
import type { Desk } from './simulate-people.ts';
import { drawAction } from './simulate-rates.ts';
import type { Visit } from './simulate-visit.ts';
import type { ConfigOf } from './specs.ts';
import { expectedFrames } from './split-estimate.ts';

function decide({ node, token, shared }: Visit, rates: SimulatedRates): string | null {
  const { itemId, hops: turn } = token;
  return drawAction(rates, { seed: shared.seed, nodeId: node.id, itemId, turn });
}

const SOURCES = {
  given: 'by the rates that were given',
  history: 'by the rates of before',
  even: 'with every action as likely, because nothing is known',
} as const satisfies Record<SimulatedRates['source'], string>;

/** A person decides, as a drawn number says, and takes the time that it takes. */
export function playTask(rates: SimulatedRates, desk: Desk): Play {
  return (visit) => {
    const item = visit.item();
    const action = decide(visit, rates);
    const at = desk.work(visit.token.at, visit.token.weight);
    visit.items.change(item.id, { status: action });
    const port = visit.node.outputs.find((one) => one.type === 'Item');
    const outputs = port ? { [port.name]: item.id } : {};
    return [{ outputs, action, at, why: `"${action ?? 'none'}" drawn ${SOURCES[rates.source]}` }];
  };
}

/** The item goes through as it is. */
export function playPass(rates: SimulatedRates): Play {
  return (visit) => {
    const action = decide(visit, rates);
    const how = action === null ? '' : `; "${action}" drawn ${SOURCES[rates.source]}`;
    return [{ outputs: passing(visit), action, why: `not run here, let through as it is${how}` }];
  };
}

/** The item by the outputs for items, values by the output of their input's name. */
function passing({ node, input, token }: Visit): PortValues {
  const outputs: Record<string, unknown> = {};
  for (const { name, type } of node.outputs) {
    if (type === 'Item' && token.itemId !== null) outputs[name] = token.itemId;
    else if (type === 'Item[]' && token.itemId !== null) outputs[name] = [token.itemId];
    else if (Object.hasOwn(input, name)) outputs[name] = input[name];
    else if (type.endsWith('[]')) outputs[name] = [];
  }
  return outputs;
}

/** As many frames as the video has by its facts, some of them played for all. */
export function playVideoSplit({ customNodeConfig }: ConfigOf<'video.split'>): Play {
  return (visit) => {
    const { node, items, shared } = visit;
    const video = visit.item();
    if (video.kind !== 'video') {
      const message = `${video.name} is not a video: "${node.name}" splits videos only.`;
      throw new SluiceError('invalid-input', message);
    }
    if (!video.video) {
      throw new SluiceError('wrong-state', `${video.name} has no frame index. Import it again.`);
    }
    const { count, every } = expectedFrames(customNodeConfig, video.video);
    const played = Math.min(count, shared.elements);
    const datasetId = datasetIdSchema.parse(customNodeConfig.datasetId ?? video.datasetId);
    const frames = Array.from({ length: played }, (_, at) => {
      const from = Math.floor((at * count) / played);
      const upTo = Math.floor(((at + 1) * count) / played);
      const index = Math.floor(from * every);
      const present = items.identified(datasetId, `frame:${video.id}:${index}`);
      const item = present ?? frameToBe(video, index, datasetId);
      items.make({ item, copies: upTo - from, likeId: item.id });
      return item.id;
    });
    const name = node.outputs[0]?.name ?? 'item';
    const few = played < count ? `, of which ${played} are played for all` : '';
    return [{ outputs: { [name]: frames }, action: null, why: `${count} frames${few}` }];
  };
}

function frameToBe(video: Item, index: number, datasetId: Item['datasetId']): Item {
  const timeBase = video.video?.timeBase ?? { num: 1, den: 1 };
  const seconds = index / (video.video?.averageRate || 1);
  const pts = Math.round((seconds * timeBase.den) / timeBase.num);
  const frame = { videoId: video.id, index, pts, timeBase, seconds };
  const name = `${String(index).padStart(8, '0')}.jpg`;
  const dot = video.name.lastIndexOf('.');
  const { width, height } = video;
  return {
    ...video,
    id: idToBe(video.id, `${datasetId} ${index}`),
    datasetId,
    kind: 'image',
    name,
    folder: `/${dot > 0 ? video.name.slice(0, dot) : video.name}`,
    mimetype: 'image/jpeg',
    size: 0,
    sha256: null,
    frame,
    video: null,
    sourceItemId: null,
    annotationCount: 0,
    status: null,
    metadata: { system: { originalname: name, mimetype: 'image/jpeg', width, height, frame } },
  };
}

/** The node does not run on this computer. */
export function playRefusal(node: GraphNode, refusal: string): Play {
  return () => {
    throw new SluiceError('unsupported', refusal, { nodeId: node.id });
  };
}
