import { DomainError } from '@cloudops/contracts';
import { KillSwitches, type KillSwitch } from '@cloudops/domain-remediation';
import { valid } from '@cloudops/platform-http';
import { Body, Controller, Get, Headers, HttpCode, Inject, Post } from '@nestjs/common';
import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

export const KILL_SWITCH_KEY = Symbol('KILL_SWITCH_KEY');

const Wish = z.object({ engaged: z.boolean(), reason: z.string().trim().min(1).max(500) }).strict();

/** The emergency stop. Its own key and plain HTTP: it must work with NATS and the gateway down. */
@Controller('kill-switch')
export class KillSwitchController {
  constructor(
    private readonly switches: KillSwitches,
    @Inject(KILL_SWITCH_KEY) private readonly key: string | undefined,
  ) {}

  @Get()
  async read(@Headers('authorization') authorization?: string): Promise<KillSwitch> {
    this.#authenticate(authorization);
    return this.switches.read();
  }

  @Post()
  @HttpCode(200)
  async set(@Body(valid(Wish)) wish: z.output<typeof Wish>, @Headers('authorization') authorization?: string): Promise<KillSwitch> {
    this.#authenticate(authorization);
    await this.switches.set({ ...wish, by: 'kill-switch-key', at: new Date() });
    return this.switches.read();
  }

  #authenticate(authorization = ''): void {
    const given = /^Bearer (.+)$/i.exec(authorization)?.[1];
    if (this.key === undefined)
      throw new DomainError('forbidden', 'kill-switch-key-unset', 'Set KILL_SWITCH_KEY to use the switch over HTTP');
    if (given === undefined || !timingSafeEqual(digest(given), digest(this.key))) {
      throw new DomainError('unauthenticated', 'key-wrong', 'The kill switch needs its key: Authorization: Bearer KEY');
    }
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
