import { anomaliesTool } from './anomalies-tool.ts';
import { forecastsTool } from './forecasts-tool.ts';
import { incidentTool } from './incident-tool.ts';
import { incidentsTool } from './incidents-tool.ts';
import { logsTool } from './logs-tool.ts';
import { remediationTool } from './remediation-tool.ts';
import { remediationsTool } from './remediations-tool.ts';
import { runbooksTool } from './runbooks-tool.ts';
import { seriesTool } from './series-tool.ts';
import { statusTool } from './status-tool.ts';
import type { Tool } from './tool.ts';
import { valuesTool } from './values-tool.ts';

/** Everything a model may call. All of it reads; a new tool is one file and one line here. */
export const ALL_TOOLS: readonly Tool[] = [
  statusTool,
  valuesTool,
  anomaliesTool,
  forecastsTool,
  incidentsTool,
  incidentTool,
  remediationsTool,
  remediationTool,
  logsTool,
  seriesTool,
  runbooksTool,
];
