import { z } from 'zod';
import { Anomaly } from '../anomaly.ts';
import { AnomalyExplanation } from '../anomaly-explanation.ts';
import { defineRequest } from '../contract.ts';
import { Incident, TimelineEntry } from '../incident.ts';
import { IncidentAction, IncidentMerge, IncidentSplit } from '../incident-action.ts';
import { Asked } from './asked.ts';

/** Newest first. */
export const ListAnomalies = defineRequest('anomalies.list.v1', {
  server: 'anomaly',
  clients: ['gateway', 'chat'],
  request: z.object({
    open: z.boolean().optional(),
    limit: z.number().int().min(1).max(500).default(50),
    cursor: z.string().max(100).optional(),
  }),
  response: z.object({ anomalies: z.array(Anomaly), cursor: z.string().nullable() }),
});

/** One anomaly, explained; `not-found` when the id is unknown. */
export const ExplainAnomaly = defineRequest('anomalies.explain.v1', {
  server: 'anomaly',
  clients: ['gateway', 'chat'],
  deadlineMs: 15_000,
  request: z.object({ id: z.string().max(100) }),
  response: AnomalyExplanation,
});

/** Newest first. */
export const ListIncidents = defineRequest('incidents.list.v1', {
  server: 'anomaly',
  clients: ['gateway', 'chat', 'remediation'],
  request: z.object({
    state: z.enum(['open', 'resolved']).optional(),
    limit: z.number().int().min(1).max(200).default(20),
    cursor: z.string().max(100).optional(),
  }),
  response: z.object({ incidents: z.array(Incident), cursor: z.string().nullable() }),
});

/** One incident with its timeline, oldest entry first; `not-found` when the id is unknown. */
export const GetIncident = defineRequest('incidents.get.v1', {
  server: 'anomaly',
  clients: ['gateway', 'chat', 'remediation'],
  request: z.object({ id: z.string().max(100) }),
  response: z.object({ incident: Incident, timeline: z.array(TimelineEntry) }),
});

/**
 * What a person does about an incident. `stale` when `version` is given and is not the incident's; `conflict` when it is over; the id of a
 * merged incident stands for the one that took it over.
 */
export const ActOnIncident = defineRequest('incidents.act.v1', {
  server: 'anomaly',
  clients: ['gateway'],
  request: Asked.extend({
    id: z.string().max(100),
    action: IncidentAction,
    /** The version that the person saw. */
    version: z.number().int().positive().optional(),
  }),
  response: z.object({
    incident: Incident,
    /** Whether the action changed anything, and why (not). */
    changed: z.boolean(),
    reason: z.string(),
  }),
});

const Reshaped = Asked.extend({
  id: z.string().max(100),
  /** The version of that incident that the person saw. */
  version: z.number().int().positive().optional(),
});

/**
 * Merges an incident into another one. `not-found`, `stale` as above; `invalid` when both are one, or of different environments; `conflict`
 * when one of them is over or merged already, or both together are too large for one; `overloaded` when they change too fast just now.
 */
export const MergeIncidents = defineRequest('incidents.merge.v1', {
  server: 'anomaly',
  clients: ['gateway'],
  request: Reshaped.extend({ merge: IncidentMerge }),
  response: z.object({
    /** The one that took over. */
    incident: Incident,
    /** The one that is over. */
    merged: Incident,
    reason: z.string(),
  }),
});

/**
 * Splits parts of an open incident off into an incident of its own. `not-found`, `stale` as above; `invalid` when a part is not in it, or when none or
 * all would go; `conflict` when the incident is over; `overloaded` when it changes too fast just now.
 */
export const SplitIncident = defineRequest('incidents.split.v1', {
  server: 'anomaly',
  clients: ['gateway'],
  request: Reshaped.extend({ split: IncidentSplit }),
  response: z.object({
    /** With what stayed. */
    incident: Incident,
    /** With what left it. */
    split: Incident,
    reason: z.string(),
  }),
});

/** What the detectors know, for status pages. */
export const DetectorSummary = defineRequest('detectors.summary.v1', {
  server: 'anomaly',
  clients: ['gateway', 'chat'],
  request: z.object({}),
  response: z.object({
    series: z.number().int().nonnegative(),
    /** Series that still learn and stay quiet. */
    learning: z.number().int().nonnegative(),
    anomalous: z.number().int().nonnegative(),
    /** Views for which people said what is no anomaly. */
    tolerant: z.number().int().nonnegative().default(0),
    /** Views of one entity that are ready to alarm, by entity key. */
    readyByEntity: z.record(z.string(), z.number().int()),
  }),
});
