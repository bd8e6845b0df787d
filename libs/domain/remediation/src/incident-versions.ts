/** Latest version seen of each incident, so that late and repeated news changes nothing. */
export abstract class IncidentVersions {
  /** Remembers `version`; false when that or a later one was seen before. */
  abstract advance(incidentId: string, version: number): Promise<boolean>;
}
