import { Injectable } from '@nestjs/common';

/** Now, ms since the epoch; tests replace it. */
@Injectable()
export class Clock {
  now(): number {
    return Date.now();
  }
}
