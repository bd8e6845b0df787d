import type { Readable } from 'node:stream';
import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ReceiveWrite } from '../use-cases/receive-write.ts';
import { WRITE_PATH } from './body-stream.ts';

/** Prometheus remote_write 1.0. */
@Controller()
export class RemoteWriteController {
  constructor(private readonly receiveWrite: ReceiveWrite) {}

  /** 204 once committed. 4xx says that sending the same again is of no use, 503 that it is. */
  @Post(WRITE_PATH)
  @HttpCode(204)
  async write(@Req() { headers, body }: FastifyRequest): Promise<void> {
    const { authorization, 'content-length': length } = headers;
    await this.receiveWrite.execute({ authorization, declaredBytes: Number(length ?? 0), body: body as Readable | undefined });
  }
}
