import { Ctx, Payload } from '@nestjs/microservices';

/** Says that a handler takes (data, context). Without it Nest passes the data alone as soon as an app has a global pipe. */
export function handlerParameters(target: object, key: string | symbol): void {
  Payload()(target, key, 0);
  Ctx()(target, key, 1);
}
