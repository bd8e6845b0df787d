import { BusServer } from '@cloudops/platform-bus';
import { Inject, Injectable, Optional } from '@nestjs/common';

/** The bus of this service, where its module has one; a test of controllers alone has none. */
@Injectable()
export class BusLink {
  constructor(@Optional() @Inject(BusServer) readonly strategy?: BusServer) {}
}
