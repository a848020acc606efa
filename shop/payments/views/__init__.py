"""Pages about money: transfers that people write down, payments made online, the office's look at both."""
