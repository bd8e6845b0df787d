import type { Readable } from 'node:stream';
import { DomainError } from '@cloudops/contracts';
import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ReceiveWrite } from '../use-cases/receive-write.ts';

const CONTENT_TYPE = /^application\/x-protobuf(\s*;\s*proto=prometheus\.WriteRequest)?\s*$/i;

/** Prometheus remote_write 1.0. */
@Controller('api/v1')
export class RemoteWriteController {
  constructor(private readonly receiveWrite: ReceiveWrite) {}

  /** 204 once committed. 4xx says that sending the same again is of no use, 503 that it is. */
  @Post('write')
  @HttpCode(204)
  async write(@Req() request: FastifyRequest): Promise<void> {
    const { authorization, 'content-length': length } = request.headers;
    await this.receiveWrite.execute({
      authorization,
      declaredBytes: Number(length ?? 0),
      open: () => bodyOf(request),
    });
  }
}

/** The body as it comes in, nothing of it read yet. @throws DomainError `unsupported` for another content type or encoding. */
function bodyOf(request: FastifyRequest): Readable {
  const { 'content-type': type = '', 'content-encoding': encoding = '' } = request.headers;
  if (!CONTENT_TYPE.test(type)) throw unsupported('content-type', 'Send remote_write 1.0 as application/x-protobuf');
  if (encoding.toLowerCase() !== 'snappy')
    throw unsupported('content-encoding', 'Send the body with Content-Encoding: snappy (block format)');
  return request.body as Readable;
}

const unsupported = (field: string, message: string): DomainError =>
  new DomainError('unsupported', `${field}-unsupported`, message, { field });
