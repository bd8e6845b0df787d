import type { IncomingHttpHeaders } from 'node:http';
import { DomainError } from '@cloudops/contracts';
import type { WriteVersion } from '@cloudops/domain-series';

const VERSIONS = new Map<string, WriteVersion>([
  ['prometheus.WriteRequest', '1.0'],
  ['io.prometheus.write.v2.Request', '2.0'],
]);

/**
 * Which remote_write a request speaks: `application/x-protobuf` with the message in `proto`, by default that of 1.0; the encoding is
 * snappy. Anything else is a DomainError `unsupported`, which makes a sender try another version.
 */
export function writeVersion(headers: IncomingHttpHeaders): WriteVersion | DomainError {
  const [type = '', ...parameters] = (headers['content-type'] ?? '').split(';').map((part) => part.trim());
  const proto = parameters.map((part) => /^proto\s*=\s*"?([^"]*?)"?$/i.exec(part)?.[1]).find((name) => name !== undefined);
  const version = type.toLowerCase() === 'application/x-protobuf' ? VERSIONS.get(proto ?? 'prometheus.WriteRequest') : undefined;
  if (version === undefined) {
    return unsupported('content-type', `Send application/x-protobuf, with proto one of ${[...VERSIONS.keys()].join(', ')}`);
  }
  if (headers['content-encoding']?.toLowerCase() === 'snappy') return version;
  return unsupported('content-encoding', 'Send the body with Content-Encoding: snappy (block format)');
}

const unsupported = (field: string, message: string): DomainError =>
  new DomainError('unsupported', `${field}-unsupported`, message, { field });
