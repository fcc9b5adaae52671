/** What a person edits: the graph with its history, what is chosen, and what is under way. No React in here. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Graph } from '#core/model/graph.ts';
import type { Simulation } from '#core/model/simulation.ts';
import { clipOf, pasteClip } from '#core/pipeline/edit/clipboard.ts';
import { type PortEnd, removeConnections } from '#core/pipeline/edit/connections.ts';
import { beginHistory, doStep, endStep, type History, redo, undo } from '#core/pipeline/edit/history.ts';
import { moveNodes, removeNodes } from '#core/pipeline/edit/nodes.ts';
import { type Place, placeOf } from '#core/pipeline/layout.ts';
import { NO_PROBLEMS, type Problems, problemsOf } from './problems.ts';
import { carriedOver, chosen, NOTHING, nextConnection, type Selection } from './selection.ts';

export type Simulated = { readonly graph: Graph; readonly simulation: Simulation };

/** What is being chosen by its name: what comes next, or a node to connect the chosen one to. */
export type Asked = 'next' | 'target';

export type ComposerState = {
  readonly history: History;
  /** The graph of the version that the drawing began from, and that version. */
  readonly saved: Graph;
  readonly version: number;
  readonly selection: Selection;
  /** The output that a connection is being drawn from. */
  readonly connecting: PortEnd | null;
  readonly asked: Asked | null;
  /** The last simulation, and the graph that it was of. */
  readonly simulated: Simulated | null;
  /** Of the graph as it was when they were last looked for. */
  readonly problems: Problems;
};

export type EditOptions = {
  /** Changes in a row with the same key are taken back together. */
  readonly key?: string;
  /** What is chosen afterwards; absent: what was, as far as it is still there. */
  readonly select?: Selection;
};

export type Composer = StoreApi<ComposerState> & {
  edit(change: (graph: Graph) => Graph, options?: EditOptions): void;
  undo(): void;
  redo(): void;
  /** What comes next is taken back by itself. */
  endStep(): void;
  select(selection: Selection): void;
  selectAll(): void;
  removeSelection(): void;
  /** Nodes that were dragged are let go at these places, by their ids. */
  move(places: ReadonlyMap<string, Place>): void;
  setConnecting(from: PortEnd | null): void;
  ask(asked: Asked | null): void;
  /** Copies of the chosen nodes beside them. */
  duplicateSelection(newId: () => string): void;
  /** Chooses the node after the chosen one in the order of the graph, or before it; of a connection one of its ends. */
  step(by: 1 | -1): void;
  /** Chooses the first connection of the chosen node, those that leave it first; then the next one of them. */
  stepConnection(): void;
  /** The graph is that of a version, which the drawing goes on from; the same one as before unless it is named. */
  markSaved(graph: Graph, version?: number): void;
  /** Null: counts of none are shown any more. */
  showSimulation(simulated: Simulated | null): void;
  /** Looks for problems anew. */
  findProblems(): void;
};

/** Where copies stand from what was copied, in pixels: nearly a card's height below the lowest. */
const [BESIDE, BELOW] = [40, 120];

/**
 * @param present what the person goes on with: a draft, or the saved graph itself.
 * @param version the version whose graph `saved` is
 */
export function createComposer(saved: Graph, present: Graph = saved, version = 1): Composer {
  const store = createStore<ComposerState>()(() => ({
    history: present === saved ? beginHistory(saved) : doStep(beginHistory(saved), present),
    saved,
    version,
    selection: NOTHING,
    connecting: null,
    asked: null,
    simulated: null,
    problems: problemsOf(present, NO_PROBLEMS),
  }));
  const { getState, setState } = store;

  function go(change: (history: History) => History, select?: Selection) {
    const { history, selection } = getState();
    const next = change(history);
    const kept = select ?? carriedOver(selection, history.present, next.present);
    setState({ history: next, selection: kept });
  }

  return {
    ...store,
    edit: (change, { key, select } = {}) =>
      go((history) => doStep(history, change(history.present), key ?? null), select),
    undo: () => go(undo),
    redo: () => go(redo),
    endStep: () => go(endStep),
    select: (selection) => setState({ selection }),
    selectAll() {
      const { present } = getState().history;
      setState({
        selection: chosen({
          nodes: present.nodes.map((node) => node.id),
          connections: present.connections.keys(),
        }),
      });
    },
    removeSelection() {
      const { nodes, connections } = getState().selection;
      const without = (graph: Graph) => removeNodes(removeConnections(graph, connections), nodes);
      if (nodes.size > 0 || connections.size > 0) {
        go((history) => doStep(history, without(history.present)), NOTHING);
      }
    },
    move(places) {
      if (places.size > 0) go((history) => doStep(history, moveNodes(history.present, places), 'move'));
    },
    setConnecting: (from) => setState({ connecting: from }),
    ask: (asked) => setState({ asked }),
    duplicateSelection(newId) {
      const { selection, history } = getState();
      const clip = clipOf(history.present, selection.nodes);
      const places = clip.nodes.flatMap((node) => placeOf(node) ?? []);
      if (clip.nodes.length === 0) return;
      const at = {
        x: Math.min(...places.map(({ x }) => x)) + BESIDE,
        y: Math.max(...places.map(({ y }) => y)) + BELOW,
      };
      const pasted = pasteClip(history.present, clip, newId, at);
      go((before) => doStep(before, pasted.graph), chosen({ nodes: pasted.nodeIds }));
    },
    step(by) {
      const { selection, history } = getState();
      const { nodes, connections } = history.present;
      const [index] = selection.connections;
      const way = selection.nodes.size === 0 && index !== undefined ? connections[index] : undefined;
      if (way) {
        setState({ selection: chosen({ nodes: [(by > 0 ? way.tgt : way.src).nodeId] }) });
        return;
      }
      const at = nodes.findIndex((node) => selection.nodes.has(node.id));
      const next = nodes.at(at < 0 && by > 0 ? 0 : (Math.max(at, 0) + by) % nodes.length);
      if (next) setState({ selection: chosen({ nodes: [next.id] }) });
    },
    stepConnection() {
      const { selection, history } = getState();
      const next = nextConnection(history.present, selection);
      if (next !== null) setState({ selection: chosen({ connections: [next] }) });
    },
    markSaved: (graph, version = getState().version) => setState({ saved: graph, version }),
    showSimulation: (simulated) => setState({ simulated }),
    findProblems: () => setState({ problems: problemsOf(presentOf(getState()), getState().problems) }),
  };
}

export const presentOf = (state: ComposerState) => state.history.present;

/** True when there is something to save. */
export const isChanged = (state: ComposerState) => state.history.present !== state.saved;

/** The simulation, while it is still one of the graph as it is drawn. */
export function freshSimulation(state: ComposerState): Simulation | null {
  return state.simulated?.graph === presentOf(state) ? state.simulated.simulation : null;
}
