import type { IncomingMessage, ServerResponse } from 'node:http';
import { PlayedServer } from './played-server.ts';

type Fault = { readonly status: number; readonly type: string } | 'drop' | 'drop-after' | 'hang';

/** What of Systems Manager the runner uses, in AWS JSON 1.1: signed requests, typed errors, throttling, a list of commands that lags. */
export class SsmServer extends PlayedServer {
  readonly sent: Record<string, unknown>[] = [];
  /** Of SendCommand. */
  fault: Fault | undefined;
  online = true;
  /** Status of commands in the list; undefined while the list lags behind. */
  status: string | undefined = 'Success';

  protected override async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const signed = /^AWS4-HMAC-SHA256 Credential=AKIDTEST\//.test(request.headers.authorization ?? '');
    if (!signed) return reject(response, 400, 'IncompleteSignature');
    const input = JSON.parse(text) as Record<string, unknown>;
    switch (request.headers['x-amz-target']) {
      case 'AmazonSSM.DescribeInstanceInformation':
        return answer(response, {
          InstanceInformationList: [{ InstanceId: 'i-0123456789abcdef0', PingStatus: this.online ? 'Online' : 'ConnectionLost' }],
        });
      case 'AmazonSSM.DescribeDocument':
        if (input['Name'] !== 'AWS-RunPatchBaseline') return reject(response, 400, 'InvalidDocument');
        return answer(response, {
          Document: { Name: input['Name'], Status: 'Active', DocumentVersion: '3', Hash: 'abc123', HashType: 'Sha256' },
        });
      case 'AmazonSSM.SendCommand':
        return this.#send(input, response);
      case 'AmazonSSM.ListCommands': {
        const Commands = this.sent.map((s, i) => ({ CommandId: `command-${i}`, Comment: s['Comment'], Status: this.status }));
        return answer(response, { Commands: this.status === undefined ? [] : Commands });
      }
      default:
        return reject(response, 400, 'InvalidAction');
    }
  }

  #send(input: Record<string, unknown>, response: ServerResponse): void {
    const { fault } = this;
    if (fault === 'hang') return;
    if (fault === 'drop') return void response.destroy();
    if (typeof fault === 'object') return reject(response, fault.status, fault.type);
    if (input['DocumentHash'] !== 'abc123') return reject(response, 400, 'InvalidDocument');
    this.sent.push(input);
    if (fault === 'drop-after') return void response.destroy();
    answer(response, { Command: { CommandId: `command-${this.sent.length - 1}`, Status: 'Pending', Comment: input['Comment'] } });
  }
}

const headers = { 'content-type': 'application/x-amz-json-1.1' };
const answer = (response: ServerResponse, body: object): void => void response.writeHead(200, headers).end(JSON.stringify(body));
const reject = (response: ServerResponse, status: number, type: string): void =>
  void response.writeHead(status, headers).end(JSON.stringify({ __type: type, message: `${type} as told` }));
