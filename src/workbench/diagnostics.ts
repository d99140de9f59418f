import os from 'node:os';
import * as vscode from 'vscode';
import { type EngineState } from '../engine/engineState.ts';
import { type BadBackend } from '../engine/backendLadder.ts';
import { type AdapterInfo, type DeviceMemory } from '../engine/protocol.ts';
import { type ReportRows } from '../webview/diagnosticsPanel.ts';

/** Counts and errors of this session; holds no text of the user's. */
export interface SessionRecord {
  readonly suggestions: number;
  readonly withoutSuggestion: Readonly<Record<string, number>>;
  readonly lastErrors: readonly string[];
  /** Milliseconds from request to first suggestion text, newest last. */
  readonly firstTextMs: readonly number[];
}

/** A report for a bug: machine, back end, model, speeds, errors. No user text, and paths without the home folder. */
export function diagnosticsRows(
  extensionVersion: string,
  state: EngineState,
  bad: readonly BadBackend[],
  session: SessionRecord,
): ReportRows {
  const [cpu] = os.cpus();
  const lines: [string, string][] = [
    ['OpenELM', extensionVersion],
    ['VS Code', `${vscode.version} (${vscode.env.appHost}, ${vscode.env.remoteName ?? 'local'})`],
    ['System', `${process.platform} ${process.arch}, ${os.release()}, Node ${process.versions.node}`],
    ['Processor', `${cpu?.model.trim() ?? 'unknown'}, ${os.availableParallelism()} logical cores`],
    ['Memory', `${gigabytes(os.totalmem())} GB, ${gigabytes(os.freemem())} GB free`],
    ...engineLines(state),
    ...bad.map((one): [string, string] => ['Remembered as bad', `${one.backend}: ${one.reason}`]),
    ['Suggestions', `${session.suggestions}`],
    ['Without a suggestion', counts(session.withoutSuggestion)],
    ['First text', `median ${Math.round(median(session.firstTextMs))} ms of ${session.firstTextMs.length}`],
    ...session.lastErrors.map((error): [string, string] => ['Error', error]),
  ];
  const home = os.homedir();
  return lines.map(([name, value]): [string, string] => [
    name,
    home === '/' ? value : value.replaceAll(new RegExp(escapeRegExp(home), 'giu'), '~'),
  ]);
}

function deviceMemoryLine({ total, free }: DeviceMemory): [string, string] {
  return ['GPU memory', `${gigabytes(total)} GB, ${gigabytes(free)} GB free`];
}

function counts(byName: Readonly<Record<string, number>>): string {
  const each = Object.entries(byName).map(([name, count]) => `${name} ${count}`);
  return each.length === 0 ? 'none' : each.join(', ');
}

/** The report as text, for the clipboard. */
export function diagnosticsText(rows: ReportRows): string {
  return rows.map(([name, value]) => `${name}: ${value}`).join('\n');
}

/** Matched without regard to case: VS Code writes a Windows drive in lower case. */
function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/gu, '\\$&');
}

function engineLines(state: EngineState): [string, string][] {
  if (state.kind === 'failed' || state.kind === 'restarting') {
    return [['Engine', `${state.kind}: ${state.error.code}: ${state.error.message}`]];
  }
  if (state.kind !== 'ready') {
    return [['Engine', state.kind === 'resting' ? `resting (${state.reason})` : state.kind]];
  }
  const { hello, model, skipped, ping } = state.engine;
  return [
    ['Engine', `llama.cpp ${hello.runtime}, ${hello.backend} ${hello.devices.join(', ')}`.trim()],
    ['Threads', `${ping?.threads ?? hello.threads}`],
    ...skipped.map((one): [string, string] => ['Not used', `${one.backend}: ${one.reason}`]),
    [
      'Model',
      `${model.name}, ${model.architecture}, ${model.quantisation}, ${megabytes(model.fileBytes)} MB`,
    ],
    ['Model file', model.path],
    ...(model.adapter === undefined ? [] : [adapterLine(model.adapter)]),
    [
      'Context',
      `completions ${model.contextTokens}, chat ${model.chatContextTokens} of ${model.trainedContextTokens} tokens`,
    ],
    ['Layers on the GPU', `${model.gpuLayers}`],
    ['Load', `${Math.round(model.loadMs)} ms`],
    [
      'Speed',
      `prefill ${Math.round(model.prefillSpeed)}, decode ${Math.round(model.decodeSpeed)} tokens/s at load`,
    ],
    ['Engine memory', ping === undefined ? 'not measured yet' : `${megabytes(ping.residentBytes)} MB`],
    ...(ping?.deviceMemory === undefined ? [] : [deviceMemoryLine(ping.deviceMemory)]),
  ];
}

function adapterLine({ name, path, scale, rank, matrices }: AdapterInfo): [string, string] {
  return ['Adapter', `${name}, scale ${scale}, rank up to ${rank}, ${matrices} matrices, ${path}`];
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
const gigabytes = (bytes: number): string => (bytes / 1e9).toFixed(1);
