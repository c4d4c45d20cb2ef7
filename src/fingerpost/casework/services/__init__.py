"""What is done in casework. Each service acts for whoever `access.context` says is acting, in one transaction."""
