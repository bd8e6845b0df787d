provider "aws" {
  region = "eu-central-1"
}

module "network" {
  source = "../../modules/network"

  name               = "cloudops-example"
  availability_zones = ["eu-central-1a", "eu-central-1b"]
}

output "vpc_id" {
  value = module.network.vpc_id
}
