import { Injectable } from '@nestjs/common';
import { LiveEvents } from '../domain/live-events.ts';
import { GatewayMetrics } from '../gateway.metrics.ts';
import { FollowLiveEvents } from './follow-live-events.ts';

/** Records a change once, whatever the number of deliveries, and tells the clients that follow. */
@Injectable()
export class RecordLiveEvent {
  constructor(
    private readonly events: LiveEvents,
    private readonly followers: FollowLiveEvents,
    private readonly metrics: GatewayMetrics,
  ) {}

  async record(data: unknown, event: { readonly id: string; readonly subject: string; readonly time: Date }): Promise<void> {
    await this.events.append({ id: event.id, subject: event.subject, at: event.time, data });
    this.metrics.liveEvent(event.subject);
    await this.followers.refresh();
  }
}
