import { ListInventory, ListRunbooks, type ResponseInput } from '@cloudops/contracts';
import { Answers } from '@cloudops/platform-bus';
import { Controller } from '@nestjs/common';
import { Catalogue } from '../catalogue/load-catalogue.ts';

@Controller()
export class CatalogueController {
  constructor(private readonly catalogue: Catalogue) {}

  @Answers(ListInventory)
  inventory(): ResponseInput<typeof ListInventory> {
    return { entries: [...this.catalogue.inventory.entries] };
  }

  @Answers(ListRunbooks)
  runbooks(): ResponseInput<typeof ListRunbooks> {
    const runbooks = this.catalogue.runbooks.map(({ id, version, title, action, file, when, match }) => ({
      id,
      version,
      title,
      actionKind: action.kind,
      file,
      when: when ? { promql: when.promql, forSeconds: when.for, severity: when.severity, entityKind: match.entityKind } : null,
    }));
    return { runbooks };
  }
}
