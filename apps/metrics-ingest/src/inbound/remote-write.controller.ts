import type { Readable } from 'node:stream';
import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ReceiveWrite } from '../use-cases/receive-write.ts';
import { WRITE_PATH } from './body-stream.ts';
import { writeVersion } from './write-version.ts';
import { writtenHeaders } from './written-headers.ts';

/** Prometheus remote_write 1.0 and 2.0. */
@Controller()
export class RemoteWriteController {
  constructor(private readonly receiveWrite: ReceiveWrite) {}

  /** 204 once committed. 4xx says that sending the same again is of no use, 503 that it is. */
  @Post(WRITE_PATH)
  @HttpCode(204)
  async write(@Req() { headers, body }: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const version = writeVersion(headers) === '2.0' ? '2.0' : '1.0'; // anything else was turned away before the body
    const { authorization, 'content-length': length } = headers;
    const attempt = { version, authorization, declaredBytes: Number(length ?? 0), body: body as Readable | undefined } as const;
    const { written, refusal } = await this.receiveWrite.execute(attempt);
    if (version === '2.0') void reply.headers(writtenHeaders(written));
    if (refusal !== undefined) throw refusal;
  }
}
