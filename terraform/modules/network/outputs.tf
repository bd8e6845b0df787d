output "vpc_id" {
  description = "The VPC."
  value       = aws_vpc.this.id
}

output "public_subnet_ids" {
  description = "Subnet by availability zone."
  value       = { for zone, subnet in aws_subnet.public : zone => subnet.id }
}
