variable "name" {
  description = "Prefix of every name and tag, e.g. cloudops-production."
  type        = string
}

variable "cidr" {
  description = "Address range of the VPC; the subnets take a quarter each."
  type        = string
  default     = "10.40.0.0/16"

  validation {
    condition     = can(cidrsubnet(var.cidr, 2, 1))
    error_message = "cidr must be an IPv4 range that can be split in four, e.g. 10.40.0.0/16."
  }
}

variable "availability_zones" {
  description = "Exactly two zones, one subnet in each."
  type        = list(string)

  validation {
    condition     = length(var.availability_zones) == 2
    error_message = "Name two availability zones."
  }
}
