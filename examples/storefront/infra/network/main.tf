variable "size" {
  type        = string
  description = "How much network the stage gets: small or large."
}

resource "terraform_data" "network" {
  input = {
    cidr = var.size == "large" ? "10.20.0.0/16" : "10.20.0.0/24"
  }
}

output "cidr" {
  value = terraform_data.network.output.cidr
}
