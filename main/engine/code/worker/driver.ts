/**
 * The part of ours that runs inside QuickJS, beside the snippet: hands items over and gathers results. It keeps what it
 * needs of the language to itself, so that a snippet that changes prototypes confuses nobody but itself. It is read anew
 * for every batch (90 ns a character), so it is short, and what few snippets use is in DRIVER_PARTS.
 *
 * The text evaluates to a function `(host) => { open, bind, start, finish }`:
 * - `open(settings)` once; settings are the JSON of DriverSettings
 * - `bind(exports)` finds the function to call; answers a message when there is none, else an empty text
 * - `start(text)` runs one item, which is written as in RunJob; answers the result's JSON, or an empty text when it is still awaited: then `finish()`
 *   answers the same way once the jobs have run
 */

export type DriverSettings = {
  /** JSON text: the data of `context`. */
  readonly context: string;
  readonly time: number;
  readonly clock: boolean;
  readonly random: boolean;
  readonly network: boolean;
  readonly files: boolean;
  readonly functionName: string | null;
};

/** Calls in this file are left out of stacks. */
export const DRIVER_FILE = 'sluice:driver';

/** The export, added to every snippet, that carries functions which the snippet declares but does not export. */
export const FOUND = '__sluice_found__';

export const DRIVER = `(host) => {
'use strict';
const { parse, stringify } = JSON;
const { apply } = Reflect;
const { freeze, keys, defineProperty } = Object;
const { then } = Promise.prototype;
const { indexOf, slice } = String.prototype;
const { resolve } = Promise;
const Later = Promise, Clock = Date;
const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';
let named, target, self, context, input, now, turn = 0, say, random, state, kept;

function choose(name) {
if (typeof name !== 'string' || name === '') throw new TypeError('An action is chosen by its name, a text.');
host.action(name);
}
const progress = freeze({ update(change) { if (change?.action != null) choose(change.action); } });
const log = (...values) => (say ??= host.part('log')(host))(turn, values);

function freezeAll(value) {
if (!isObject(value)) return value;
const names = keys(value);
for (let index = 0; index < names.length; index++) freezeAll(value[names[index]]);
return freeze(value);
}

function open(text) {
const { functionName, time, clock, random: free, network, files, context: data } = parse(text);
named = functionName;
now = time;
if (!clock) {
const set = (value) => defineProperty(globalThis, 'Date', { value, writable: true, configurable: true, enumerable: false });
const get = () => { const value = host.part('clock')(Clock, () => now); set(value); return value; };
defineProperty(globalThis, 'Date', { get, set, configurable: true });
}
Math.random = () => (random ??= host.part('random')(() => free ? host.chance() : input))(turn);
if (network) globalThis.fetch = host.part('network')(host);
if (files) host.part('files')(host);
globalThis.console = { log, info: log, warn: log, error: log, debug: log };
globalThis.progress = progress;
context = freezeAll({ ...parse(data), action: choose, progress });
input = '';
}

function method(holder, name) {
if (typeof holder !== 'function' || typeof holder.prototype?.[name] !== 'function') return false;
self = new holder();
target = self[name];
return true;
}

function bind(exports) {
const { default: given, ${FOUND}: found } = exports;
const name = named ?? 'run';
if (method(given, name)) return '';
if (typeof given === 'function' && name === 'run') target = given;
else if (typeof exports[name] === 'function') target = exports[name];
else if (!method(exports.ServiceRunner ?? found.ServiceRunner, name)) target = found.named;
if (typeof target === 'function') return '';
const functions = keys(exports).filter((key) => typeof exports[key] === 'function');
if (named !== null || functions.length !== 1) return host.part('complaint')(name, functions);
target = exports[functions[0]];
return '';
}

function encode(value) {
if (value === undefined) return 'null';
const text = stringify(value);
if (text === undefined) throw new TypeError('The snippet returned a ' + typeof value + ', which is not JSON.');
return text;
}

function start(text) {
const cut = apply(indexOf, text, ['\\n']);
input = apply(slice, text, [cut + 1]);
turn++;
let given = context;
if (cut > 0) {
const own = freezeAll(parse(apply(slice, text, [0, cut])));
now = own.time ?? now;
given = freeze({ ...context, ...own });
}
const result = apply(target, self, [parse(input), given, progress]);
if (!isObject(result) || typeof result.then !== 'function') return encode(result);
state = 'waiting';
apply(then, apply(resolve, Later, [result]), [
(value) => { state = 'kept'; kept = value; },
(error) => { state = 'failed'; kept = error; },
]);
return '';
}

function finish() {
if (state === 'waiting') return '';
const value = kept;
kept = undefined;
if (state === 'failed') throw value;
return encode(value);
}

return { open, bind, start, finish };
}`;
