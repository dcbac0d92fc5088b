module dev.ringfence/testbed/probe

go 1.26.0
